"""The site while policies are being written: a draft, made anew with each save, shown in the browser."""
