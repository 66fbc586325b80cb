import Testing
import WhitworthJSON
import WhitworthModel

@Suite("Extras keep what no member holds")
struct ExtrasTests {
    private let one = JSONValue.written { $0.write(1) }
    private let two = JSONValue.written { $0.write(2) }

    @Test("members stay in the order read, vocabulary by vocabulary")
    func order() {
        var extras = Extras()
        extras.append("b", one, .advisory, to: .openai)
        extras.append("x", one, .binding, to: .anthropic)
        extras.append("a", two, .unknown, to: .openai)
        #expect(extras.members(of: .openai).map(\.key.string) == ["b", "a"])
        #expect(extras.members(of: .anthropic).map(\.weight) == [.binding])
        #expect(extras.members(of: ExtensionSlug("other")).isEmpty)
    }

    @Test("a value is found in its own vocabulary only")
    func lookup() {
        var extras = Extras()
        extras.append("container", one, .binding, to: .anthropic)
        #expect(extras.value(of: "container", in: .anthropic)?.int == 1)
        #expect(extras.value(of: "container", in: .openai) == nil)
    }

    @Test("merging appends")
    func merge() {
        var extras = Extras()
        extras.append("a", one, .advisory, to: .openai)
        var more = Extras()
        more.append("b", two, .advisory, to: .openai)
        extras.merge(more)
        #expect(extras.members(of: .openai).map(\.key.string) == ["a", "b"])
        #expect(Extras().isEmpty && !extras.isEmpty)
    }
}
