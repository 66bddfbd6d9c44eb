"""The conversation as pure rules: what words refer to, how they are meant, how to go on when they were missed."""
