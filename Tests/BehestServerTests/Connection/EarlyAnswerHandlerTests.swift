import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Synchronization
import Testing

@testable import BehestServer

struct EarlyAnswerHandlerTests {
    /// Whether what waits for the end of a request is told of it.
    private final class Waiter: Sendable {
        private let told = Mutex(false)

        var isTold: Bool { told.withLock(\.self) }

        init(for end: EventLoopFuture<Void>?) {
            end?.whenComplete { [weak self] _ in self?.told.withLock { $0 = true } }
        }
    }

    private let handler = EarlyAnswerHandler()

    private func ask(on channel: EmbeddedChannel) throws {
        let head = HTTPRequest(method: .get, scheme: "http", authority: "behest", path: "/")
        try channel.writeInbound(HTTPRequestPart.head(head))
        try channel.writeInbound(HTTPRequestPart.end(nil))
    }

    private func answer(on channel: EmbeddedChannel) throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    /// A connection may be kept for a thousand requests.
    @Test func whatWaitsForARequestDoesNotOutliveItsAnswer() throws {
        let channel = EmbeddedChannel(handler: handler)
        try ask(on: channel)
        let first = Waiter(for: handler.isGone)
        #expect(!first.isTold)
        try answer(on: channel)
        #expect(first.isTold)
        try ask(on: channel)
        let second = Waiter(for: handler.isGone)
        #expect(!second.isTold)
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(second.isTold)
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    @Test func whoHasGoneHasGoneForTheNextRequestToo() throws {
        let channel = EmbeddedChannel(handler: handler)
        try ask(on: channel)
        try ask(on: channel)
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        try answer(on: channel)
        #expect(Waiter(for: handler.isGone).isTold)
        _ = try channel.finish(acceptAlreadyClosed: true)
    }
}
