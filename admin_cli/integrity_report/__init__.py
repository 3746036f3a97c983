"""What can be seen in the answers of a lokus, what cannot, and how well; for the evaluator."""
