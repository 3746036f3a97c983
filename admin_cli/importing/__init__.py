"""`loket lokus import`: a sheet of an office becomes lokus, all of it or nothing."""
