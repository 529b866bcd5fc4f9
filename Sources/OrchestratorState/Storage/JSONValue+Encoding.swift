internal import Foundation
package import OrchestratorModel

extension JSONValue {
    /// A Codable value as JSON.
    package init(encoding value: some Encodable) throws {
        self = try JSONValue(text: String(decoding: JSONEncoder().encode(value), as: UTF8.self))
    }
}
