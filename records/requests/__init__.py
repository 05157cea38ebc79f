"""What a request brings and is answered by, before and after any page of ours."""
