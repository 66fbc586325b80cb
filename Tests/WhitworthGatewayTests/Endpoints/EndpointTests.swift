import Testing
import WhitworthHTTP

@testable import WhitworthGateway

@Suite("Endpoints")
struct EndpointTests {
    @Test("Paths are taken with any query, models with slashes plain or escaped")
    func paths() {
        #expect(Endpoint(target: "/v1/chat/completions") == .chatCompletions)
        #expect(Endpoint(target: "/v1/chat/completions?api-version=1") == .chatCompletions)
        #expect(Endpoint(target: "/v1/messages?beta=true") == .messages)
        #expect(Endpoint(target: "/v1/models?after_id=x") == .models && Endpoint(target: "/v1/models/") == .models)
        #expect(Endpoint(target: "/v1/models/a/b") == .model("a/b"))
        #expect(Endpoint(target: "/v1/models/a%2Fb%20%C3%BC?x") == .model("a/b ü"))
        #expect(Endpoint(target: "/health") == .health)
        for target in [
            "", "/", "/v1", "/V1/messages", "/v1//messages", "/v1/messages/", "/v1/models/%", "/v1/models/%2",
            "/v1/models/%+1", "/v1/models/%FF", "/v1/models/%zz", "/healthz", "v1/messages",
        ] {
            #expect(Endpoint(target: target) == nil, "\(target)")
        }
    }

    @Test("What can be got can be asked for its head")
    func methods() {
        #expect(Endpoint.messages.allowed == [.post] && Endpoint.models.allowed == [.get, .head])
    }
}
