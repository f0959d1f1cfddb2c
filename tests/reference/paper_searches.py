RULES = {}; RUNS = []
