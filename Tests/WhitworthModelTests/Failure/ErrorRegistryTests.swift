import Foundation
import Testing
import WhitworthJSON
import WhitworthModel

/// `Spec/Registries/errors.json` is the source; the Swift registry says the same, in both directions.
@Suite("The error registry and the standard's")
struct ErrorRegistryTests {
    @Test("They hold the same codes, with the same status, type and rule of retrying")
    func inStep() throws {
        let file = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Spec/Registries/errors.json")
        let document = try JSONValue(parsing: Array(Data(contentsOf: file.standardized)))
        let rows = try #require(document["codes"]?.elements)
        var standard: [String: String] = [:]
        for row in rows {
            let code = try #require(row["code"]?.string)
            standard[code] = "\(row["status"]?.int ?? 0) \(row["type"]?.string ?? "") \(row["retryable"]?.string ?? "")"
        }
        var ours: [String: String] = [:]
        for code in FailureCode.registry {
            ours[code.name] = "\(code.status) \(code.category.rawValue) \(code.retryable.rawValue)"
        }
        #expect(ours.count == 58 && ours == standard)
    }
}
