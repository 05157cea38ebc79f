"""What no request runs: setting up, measuring, backing up, the sample; and whether all is well."""
