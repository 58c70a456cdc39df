"""``python -m labelcards``."""

from labelcards.cli import main

if __name__ == "__main__":
    main()
