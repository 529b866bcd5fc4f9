extension Configuration {
    /// The defaults of all keys as the schema knows them, paths relative.
    static let defaults = schema.value(Configuration())
}
