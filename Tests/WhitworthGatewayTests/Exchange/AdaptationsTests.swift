import Testing
import WhitworthDialect
import WhitworthJSON

@testable import WhitworthGateway

@Suite("LLM-Adaptations")
struct AdaptationsTests {
    private func loss(_ kind: Loss.Kind, _ path: String) -> Loss {
        Loss(kind, JSONPath(bracketed: path), "A sentence.")
    }

    @Test("Nothing adapted, no field")
    func none() { #expect(Adaptations.field([]) == nil) }

    @Test("A list of RFC 8941: kinds with the member as a quoted string")
    func list() {
        let field = Adaptations.field([loss(.dropped, "messages[0].name"), loss(.defaulted, "max_completion_tokens")])
        #expect(field?.name == "LLM-Adaptations")
        #expect(field?.value == #"dropped;param="messages[0].name", defaulted;param="max_completion_tokens""#)
    }

    @Test("What a field cannot hold is escaped or replaced, and the field has an end")
    func bounds() {
        let odd = Adaptations.field([Loss(.dropped, JSONPath([.key("a\"b\\c\r\né")]), "")])
        #expect(odd?.value == #"dropped;param="a\"b\\c???""#)
        let many = Adaptations.field((0..<40).map { loss(.dropped, "m[\($0)]") })
        #expect(many?.value.hasSuffix("more;count=8") == true)
    }
}
