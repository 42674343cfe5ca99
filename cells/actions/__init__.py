"""What can be done: each action is atomic, asks its policy, cleans, saves and leaves its trail."""
