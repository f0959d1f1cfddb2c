import {
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  DoubleSide,
  Mesh,
  OrthographicCamera,
  Scene,
  ShaderMaterial,
  WebGLRenderer,
} from "three";

/**
 * The ground of a surface, lit, in the bands of its field: the one part of a surface that three.js draws. This file is loaded
 * when it is wanted; it imports nothing of the page's own, so that the page's script stays in one piece.
 */

const VERTEX = `
  attribute float level;
  attribute float side;
  varying float height;
  varying float wall;
  varying vec3 facing;
  void main() {
    height = level;
    wall = side;
    facing = normalMatrix * normal;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  }`;

const FRAGMENT = `
  uniform sampler2D palette;
  uniform float bands;
  varying float height;
  varying float wall;
  varying vec3 facing;
  vec4 colour(float index) { return texture2D(palette, vec2((index + 0.5) / (bands + 2.0), 0.5)); }
  void main() {
    vec3 paint = colour(clamp(floor(height), 0.0, bands - 1.0)).rgb;
    if (wall > 0.5) {
      gl_FragColor = vec4(mix(paint, colour(bands + 1.0).rgb, 0.28), 1.0);
      return;
    }
    float nearest = floor(height + 0.5);
    float apart = abs(height - nearest) / max(fwidth(height), 1e-5);
    vec4 line = colour(bands);
    bool between = nearest > 0.5 && nearest < bands - 0.5;
    paint = mix(paint, line.rgb, between ? line.a * (1.0 - smoothstep(0.3, 1.1, apart)) : 0.0);
    float light = dot(normalize(facing), normalize(vec3(-0.55, 0.75, 0.5)));
    gl_FragColor = vec4(paint * (0.68 + 0.4 * light), 1.0);
  }`;

export class Relief {
  #scene = new Scene();
  #camera = new OrthographicCamera();
  #palette = new DataTexture(new Uint8Array(4), 1, 1);
  #material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { palette: { value: null }, bands: { value: 1 } },
    side: DoubleSide,
  });
  #mesh = new Mesh(new BufferGeometry(), this.#material);

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {WebGL2RenderingContext} context
   * @param {number} relief height of the ground, in units of the map's depth
   * @param {number} plinth depth of the block below it
   */
  constructor(canvas, context, relief, plinth) {
    this.heights = { relief, plinth };
    this.renderer = new WebGLRenderer({ canvas, context });
    this.#scene.add(this.#mesh);
  }

  /** Takes the ground's form. @param {import("../draw/scene.js").Bands} field */
  shape({ z, shape: [rows, columns], bands }) {
    const { relief, plinth } = this.heights;
    const wide = columns / rows;
    const top = Array.from(z, (value) => value / 100);
    const spot = (/** @type {number} */ row, /** @type {number} */ column) => [
      (column / (columns - 1) - 0.5) * wide,
      0.5 - row / (rows - 1),
    ];
    const [positions, levels, sides, corners] = [[], [], [], []].map(
      (list) => /** @type {number[]} */ (list),
    );
    const add = (
      /** @type {number} */ row,
      /** @type {number} */ column,
      /** @type {number} */ level,
      side = 0,
    ) => {
      const [x, z] = spot(row, column);
      positions.push(x, (level / bands) * relief, z);
      levels.push(level);
      sides.push(side);
    };
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        add(row, column, top[row * columns + column]);
    for (let row = 0; row < rows - 1; row++)
      for (let column = 0; column < columns - 1; column++) {
        const at = row * columns + column;
        corners.push(at, at + 1, at + columns, at + 1, at + columns + 1, at + columns);
      }
    for (const edge of edges(rows, columns)) {
      edge.forEach(([row, column], i) => {
        const at = positions.length / 3;
        add(row, column, top[row * columns + column], 1);
        add(row, column, (-plinth / relief) * bands, 1);
        if (i > 0) corners.push(at - 2, at - 1, at, at, at - 1, at + 1);
      });
    }
    const geometry = new BufferGeometry();
    geometry.setIndex(corners);
    geometry.setAttribute("position", new BufferAttribute(new Float32Array(positions), 3));
    geometry.setAttribute("level", new BufferAttribute(new Float32Array(levels), 1));
    geometry.setAttribute("side", new BufferAttribute(new Float32Array(sides), 1));
    geometry.computeVertexNormals();
    this.#mesh.geometry.dispose();
    this.#mesh.geometry = geometry;
    this.#material.uniforms.bands.value = bands;
  }

  /** @param {Uint8Array} colours of the bands, the lines between them and the walls */
  paint(colours) {
    this.#palette.dispose();
    this.#palette = new DataTexture(colours, colours.length / 4, 1);
    this.#palette.needsUpdate = true;
    this.#material.uniforms.palette.value = this.#palette;
  }

  /**
   * @param {import("./stage.js").Stage} stage
   * @param {number} density pixels of the screen to one of the page
   */
  draw({ width, height, middle, scale, cos, sin, up, flat }, density) {
    this.renderer.setPixelRatio(density);
    this.renderer.setSize(width, height, false);
    const camera = this.#camera;
    [camera.left, camera.right] = [-middle[0] / scale, (width - middle[0]) / scale];
    [camera.top, camera.bottom] = [middle[1] / scale, (middle[1] - height) / scale];
    [camera.near, camera.far] = [0, 20];
    camera.position.set(-sin * up, flat, cos * up).multiplyScalar(10);
    camera.lookAt(0, 0, 0);
    camera.updateProjectionMatrix();
    this.renderer.render(this.#scene, camera);
  }

  dispose() {
    this.#mesh.geometry.dispose();
    this.#material.dispose();
    this.#palette.dispose();
    this.renderer.dispose();
    if (!this.renderer.getContext().isContextLost()) this.renderer.forceContextLoss();
  }
}

/**
 * The four edges of the map, as lists of samples.
 * @param {number} rows
 * @param {number} columns
 */
function edges(rows, columns) {
  const along = (/** @type {number} */ count, /** @type {(i: number) => number[]} */ place) =>
    Array.from({ length: count }, (_, i) => place(i));
  return [
    along(columns, (i) => [0, i]),
    along(columns, (i) => [rows - 1, i]),
    along(rows, (i) => [i, 0]),
    along(rows, (i) => [i, columns - 1]),
  ];
}
