RULES = {}
RUNS = []
