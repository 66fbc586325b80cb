import Foundation

/// A document written by hand from a provider's reference: see the README beside it.
struct Fixture: Sendable {
    enum Kind: String {
        /// Requests of the dialect's own document.
        case requests = "Requests"
        /// Requests with members of the standard, which only a gateway takes.
        case extensions = "Extensions"
        case answers = "Answers"
        case streams = "Streams"
        case errors = "Errors"
    }

    var name: String
    var bytes: [UInt8]

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// In the order of their names.
    static func all(_ kind: Kind, of folder: String) throws -> [Fixture] {
        let directory = root.appendingPathComponent("\(folder)/Fixtures/\(kind.rawValue)")
        return try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted().map { name in
            Fixture(name: name, bytes: Array(try Data(contentsOf: directory.appendingPathComponent(name))))
        }
    }
}
