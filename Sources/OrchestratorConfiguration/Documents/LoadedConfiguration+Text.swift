import OrchestratorModel

extension LoadedConfiguration {
    /// The effective document as YAML, redacted; what `config show` prints.
    ///
    /// - Parameter showsOrigins: Whether each line ends with a comment that says where its value came from.
    public func text(showsOrigins: Bool = false) -> String {
        var document = YAMLDocument()
        if showsOrigins {
            let origins = Dictionary(self.origins.map { ($0.key, $0.origin.description) }, uniquingKeysWith: { first, _ in first })
            document.remark = { origins[$0] }
        }
        let shape = Shape.map(Configuration.schema.shape)
        if case .map(let members) = EffectiveDocument.redacted(EffectiveDocument(self).value, shape) { document.write(members, shape) }
        return document.text
    }
}

extension EffectiveDocument {
    /// The value with passwords replaced.
    static func redacted(_ value: SettingValue, _ shape: Shape?) -> SettingValue {
        switch value {
        case .text(let text):
            if case .scalar(let type)? = shape, type.mayHoldSecret { return .text(URLText.redacted(text)) }
            return value
        case .list(let values):
            guard case .list(let list)? = shape else { return value }
            return .list(values.map { redacted($0, list.element) })
        case .map(let members):
            return .map(members.map { SettingValue.Member(name: $0.name, value: redacted($0.value, shape?.member($0.name))) })
        default: return value
        }
    }
}
