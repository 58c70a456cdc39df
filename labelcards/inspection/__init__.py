"""What a table of labels means: layout, columns, kinds of label, missing markers; guessed and said, or refused."""
