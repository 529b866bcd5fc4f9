// Replaced with the first type of the module.
