import Testing

@testable import WhitworthGateway

@Suite("Spelling")
struct SpellingTests {
    @Test("The nearest name is found if it is near")
    func nearest() {
        let known = ["base_url", "name", "kind"]
        #expect(Spelling.nearest(to: "base_ulr", among: known) == "base_url")
        #expect(Spelling.nearest(to: "nmae", among: known) == "name")
        #expect(Spelling.nearest(to: "kind", among: known) == "kind")
        #expect(Spelling.nearest(to: "knd", among: known) == "kind")
        #expect(Spelling.nearest(to: "entirely", among: known) == nil)
        #expect(Spelling.nearest(to: "idle", among: ["idle_ms", "drain_ms"]) == "idle_ms")
        #expect(Spelling.nearest(to: "i", among: ["idle_ms"]) == nil)
        #expect(Spelling.nearest(to: "x", among: []) == nil)
        #expect(Spelling.nearest(to: "", among: known) == nil)
    }
}
