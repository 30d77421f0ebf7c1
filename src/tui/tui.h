/* The full-screen part. */
