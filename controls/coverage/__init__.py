"""What covers the provisions of a framework: claims of controls, carried on and proved."""
