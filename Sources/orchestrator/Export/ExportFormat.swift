import ArgumentParser

/// The forms that a run is exported in.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    case json
    case markdown
    case html
    case sarif
}
