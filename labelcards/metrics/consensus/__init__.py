"""One label per item from several annotations, and labels against gold."""
