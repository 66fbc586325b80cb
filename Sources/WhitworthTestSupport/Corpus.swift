import Foundation
import WhitworthJSON

/// A folder of recorded exchanges, `exchanges/<api>/<id>.json`; not part of the product.
public struct Corpus: Sendable {
    public var folder: String

    /// `WHITWORTH_CORPUS`, else `../shared/corpus` beside the package; nil where there is none.
    public static func find(packageRoot: String) -> Corpus? {
        let folder = ProcessInfo.processInfo.environment["WHITWORTH_CORPUS"] ?? packageRoot + "/../shared/corpus"
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder + "/exchanges", isDirectory: &isFolder), isFolder.boolValue
        else { return nil }
        return Corpus(folder: folder)
    }

    /// All exchanges of an API in the order of their ids.
    ///
    /// - Throws: where a file cannot be read or is not JSON: a corpus that is only half read proves nothing.
    public func exchanges(of api: String) throws -> [CorpusExchange] {
        let path = folder + "/exchanges/" + api
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().filter { $0.hasSuffix(".json") }
            .compactMap { name in
                let data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
                return CorpusExchange(try JSONValue(parsing: Array(data), limits: JSONLimits(depth: 512)))
            }
    }
}
