extension ConfigurationRequest {
    /// The file of a layer, absolute; `nil` for a layer that has none, as the environment.
    public func file(of layer: Layer) -> String? {
        let files = LayerFiles(self)
        switch layer {
        case .project: return files.mainFile
        case .local: return files.localFile
        case .models: return FilePaths.absolute("config/models.yaml", in: files.projectDirectory)
        case .system, .user, .profile:
            let path = files.candidates.first { $0.layer == layer }?.path
            return path.flatMap { $0.isEmpty ? nil : $0 }
        case .defaults, .environment, .arguments: return nil
        }
    }

    /// A path as diagnostics name it: relative to the working directory where it lies below it.
    public func shortened(_ path: String) -> String { LayerFiles(self).shortened(path) }

    /// A path made absolute, relative to the working directory.
    public func absolute(_ path: String) -> String { FilePaths.absolute(path, in: LayerFiles(self).workingDirectory) }

    /// Gives a setting a value in the file of a layer, which is made where it is missing; nothing else in it changes.
    ///
    /// - Returns: Whether the file had to be changed.
    /// - Throws: ``ConfigurationProblems`` where the change can't be made safely, ``AtomicFile/Failure`` where the file can't be written or was
    ///   changed by somebody else meanwhile.
    public func set(_ key: String, to value: String, inFile path: String) throws -> Bool {
        var original: [UInt8]?
        switch FileText.read(path) {
        case .bytes(let bytes): original = bytes
        case .missing: break
        case .failure(let code, let problem):
            throw ConfigurationProblems(
                diagnostics: [Diagnostic(.error, code: code, message: "\(shortened(path)) \(problem)", file: shortened(path))])
        }
        let edit = try DocumentEdit.setting(key, to: value, in: original ?? [], name: shortened(path))
        if edit.isUnchanged && original != nil { return false }
        try AtomicFile.replace(path, with: edit.text, expecting: original)
        return true
    }

    /// Everything that is wrong with one file alone, over nothing but the defaults: a configuration, a models file or a plan, by what it holds.
    public func diagnostics(ofFile path: String) -> [Diagnostic] {
        var request = self
        request.isFileAlone = true
        request.configurationFile = path
        request.profile = nil
        var loader = ConfigurationLoader(request)
        switch loader.kind(ofFile: absolute(path)) {
        case .plan:
            do {
                return try Plan.load(path, configuration: Configuration.load(self)).1
            } catch {
                return error.diagnostics
            }
        case .models, .configuration:
            do {
                return try loader.load().warnings
            } catch {
                return error.diagnostics
            }
        }
    }
}
