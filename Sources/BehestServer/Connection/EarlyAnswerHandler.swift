internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Ends a connection whose request was answered before all of it had come, as when it is too large or comes from nobody.
///
/// What still comes is dropped for a moment, so that who sends it gets to read the answer, and then the connection is closed.
/// It also tells who waits with the body for a sign (`Expect: 100-continue`) to go on, and notices when the other end has gone.
final class EarlyAnswerHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let patience: TimeAmount
    private var isReceiving = false
    private var isAnswered = false
    private var closing: Scheduled<Void>?
    private var isInputClosed = false
    private var gone: EventLoopPromise<Void>?

    /// Comes true when the other end sends nothing any more, as when it has gone, or when the request is answered: with each answer
    /// it is a new one, so that nothing that waits for it outlives its request.
    var isGone: EventLoopFuture<Void>? { gone?.futureResult }

    /// - Parameter patience: for how long what still comes is dropped.
    init(patience: TimeAmount = .seconds(2)) {
        self.patience = patience
    }

    func handlerAdded(context: ChannelHandlerContext) {
        gone = context.eventLoop.makePromise()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        closing?.cancel()
        closing = nil
        gone?.succeed()
        gone = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            isInputClosed = true
            gone?.succeed()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isReceiving = true
            isAnswered = false
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body:
            guard !isAnswered else { return }
        case .end:
            isReceiving = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        if case .end = part { renew(on: context.eventLoop) }
        guard isReceiving else { return context.write(data, promise: promise) }
        switch part {
        case .head(var head):
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            isAnswered = true
            context.write(data, promise: promise)
            let channel = context.channel
            closing = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        }
    }

    private func renew(on eventLoop: any EventLoop) {
        gone?.succeed()
        gone = eventLoop.makePromise()
        if isInputClosed { gone?.succeed() }
    }
}
