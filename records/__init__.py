"""What every record is and can do: change, history, ledger, permission, document, job."""
