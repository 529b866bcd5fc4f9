/// What is known of one key: the only place where it is named. Binding, validation, did-you-mean, names of environment variables, JSON
/// Schema, template, reference and `explain` all derive from it.
struct Key: Sendable {
    let name: String
    let shape: Shape
    /// What it does, in one or two sentences for the reader of the reference.
    let documentation: String
    /// `null` may stand for "no value".
    var isOptional = false
    /// There is no default, and an entry without it is no entry.
    var isRequired = false
    /// It may stand in files only.
    var isFileOnly = false
    /// Its consumer comes later.
    var isUnread = false
    /// Lines for the template where the default shows too little.
    var example: [String] = []
    /// Names from the root of the document that it also answers to.
    var oldNames: [OldName] = []
}
