// Under `make serve` only: loads the page anew when the book has been built again.
const { epoch } = document.currentScript.dataset;

async function wait() {
  try {
    const answer = await fetch(`/livereload/${epoch}/${Date.now()}`);
    if (Number(await answer.text()) > Number(epoch)) return location.reload();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  wait();
}

wait();
