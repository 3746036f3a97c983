"""The pure engine: instruments as data, facts, the next prompt, links, receipts, scores."""
