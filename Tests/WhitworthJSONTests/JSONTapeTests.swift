import Testing

@testable import WhitworthJSON

@Suite("The tape")
struct JSONTapeTests {
    @Test("the example in the source is what the scanner makes")
    func example() throws {
        let tape = try JSONValue(parsing: #"{"a":[1,true]}"#).tape.entries
        #expect(tape.map(\.kind) == [.object, .string, .array, .number, .boolean])
        #expect(tape.map(\.start) == [0, 2, 5, 6, 8])
        #expect(tape.map(\.end) == [14, 3, 13, 7, 12])
        #expect(tape.map(\.next) == [5, 2, 5, 4, 5])
    }

    @Test("an entry keeps its kind and whether its string is escaped", arguments: [0, 1, 2, 3, 4, 5] as [UInt8])
    func entry(_ kind: UInt8) throws {
        let kind = try #require(JSONKind(rawValue: kind))
        for hasEscapes in [false, true] {
            let entry = JSONTapeEntry(kind: kind, start: 1, end: 1 << 31, next: 3, hasEscapes: hasEscapes)
            #expect(entry.kind == kind && entry.hasEscapes == hasEscapes && entry.end == 1 << 31)
        }
    }
}
