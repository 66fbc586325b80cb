import Testing
import WhitworthJSON

@Suite("Limits")
struct JSONLimitsTests {
    @Test("the root counts as one level, scalars as none; the standard is 128")
    func counting() throws {
        let none = JSONLimits(depth: 0)
        #expect(try JSONValue(parsing: "1", limits: none).int == 1)
        #expect(throws: JSONError(.tooDeep(limit: 0), offset: 0)) { try JSONValue(parsing: "[]", limits: none) }
        #expect(try JSONValue(parsing: "[1]", limits: JSONLimits(depth: 1))[0]?.int == 1)
        #expect(JSONLimits.standard.depth == 128)
    }
}
