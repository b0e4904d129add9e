internal import BehestTransport
internal import NIOCore

/// Turns bytes into events and events into bytes, on a connection of the server.
///
/// What is no event ends what comes in, with the reason as its last element, so that the client can still be told.
final class WyomingChannelHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Result<WyomingEvent, WyomingError>
    typealias OutboundIn = WyomingEvent
    typealias OutboundOut = ByteBuffer

    private var decoder = WyomingEventDecoder()
    private var hasFailed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasFailed else { return }
        decoder.append(unwrapInboundIn(data).readableBytesView)
        do throws(WyomingError) {
            while let event = try decoder.next() { context.fireChannelRead(wrapInboundOut(.success(event))) }
        } catch {
            hasFailed = true
            context.fireChannelRead(wrapInboundOut(.failure(error)))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(wrapOutboundOut(ByteBuffer(bytes: unwrapOutboundIn(data).encoded)), promise: promise)
    }
}
