extension ConfigurationLoader {
    /// What a file is, by the names at its root.
    enum Kind {
        case configuration, models, plan
    }

    /// A file that can't be read counts as a configuration, whose loading says why.
    func kind(ofFile path: String) -> Kind {
        var problems = ProblemList()
        guard case .bytes(let bytes) = FileText.read(path),
            let source = Source.file(path, bytes, layer: .project, directory: "/", name: path, problems: &problems)
        else { return .configuration }
        return Self.kind(of: YAMLComposer.compose(source, problems: &problems))
    }

    /// The kind that knows most of the names at the root; of equals the configuration.
    static func kind(of root: Node?) -> Kind {
        let names = root?.entries?.map(\.key) ?? []
        func known(_ shape: MapShape) -> Int { names.count { shape[$0] != nil } }
        let configuration = known(shape)
        if known(PlanDocument.schema.shape) > configuration { return .plan }
        return known(Configuration.Models.schema.shape) > configuration ? .models : .configuration
    }
}
