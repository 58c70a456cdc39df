"""Items: which nearly repeat one another, which are unlike all others, which a reviewer should see."""
