"""What we owe under the law: obligations joined with use cases, plans, and what meets them."""
