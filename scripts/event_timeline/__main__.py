"""`python -m event_timeline`."""

from event_timeline.cli import main

if __name__ == "__main__":
    main()
