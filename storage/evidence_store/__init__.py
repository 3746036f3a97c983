"""Where the bytes of evidence lie: a folder or a bucket, under names made from their content."""
