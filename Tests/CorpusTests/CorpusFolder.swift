import Foundation
import WhitworthTestSupport

/// The corpus, where there is one; every test of this target is skipped, and says so, where there is none.
enum CorpusFolder {
    static let corpus: Corpus? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Corpus.find(packageRoot: root.path)
    }()

    static var exists: Bool { corpus != nil }

    static func exchanges(of api: String) throws -> [CorpusExchange] { try corpus?.exchanges(of: api) ?? [] }
}
