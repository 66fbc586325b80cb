import Testing
import WhitworthJSON

@Suite("Arrays give their elements in order")
struct JSONArrayTests {
    @Test("elements come in order, nested values skipped as a whole")
    func order() throws {
        let value = try JSONValue(parsing: #"[ [1,[2]] , {"a":[3]} , "x" , 4 , [] ]"#)
        let array = try #require(value.array)
        #expect(array.map(\.description) == ["[1,[2]]", #"{"a":[3]}"#, #""x""#, "4", "[]"])
        #expect(value[4]?.array?.isEmpty == true && !array.isEmpty && value[5] == nil)
    }

    @Test("an array of seventy thousand elements is read whole")
    func large() throws {
        let count = 70_000
        let value = try JSONValue(parsing: "[" + String(repeating: "7,", count: count - 1) + "8]")
        #expect(value.elements.count == count && value[count - 1]?.int == 8 && value[0]?.int == 7)
    }
}
