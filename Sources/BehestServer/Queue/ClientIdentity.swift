internal import Glibc
internal import NIOCore

/// Who asks, as far as the server can tell: whom it is fair to.
enum ClientIdentity: Hashable, Sendable {
    /// A process of this machine, over the unix socket, which says who is at its other end.
    case process(Int32)
    /// Whoever comes by the door: all of them together, since over TCP nobody says who they are, and one may have many connections.
    case door
    /// A connection over Wyoming, by its number.
    case wyoming(Int)
    /// Somebody.
    case unknown

    /// Who is at the other end of a connection.
    static func of(_ channel: any Channel) async -> ClientIdentity {
        if channel.localAddress?.port != nil { return .door }
        guard let options = channel as? any SocketOptionProvider else { return .unknown }
        let peer: EventLoopFuture<PeerCredentials> = options.unsafeGetSocketOption(
            level: .socket,
            name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
        )
        return (try? await peer.get()).map { .process($0.process) } ?? .unknown
    }
}

/// What Linux says of the other end of a unix socket: `struct ucred`.
private struct PeerCredentials: Sendable {
    var process: Int32
    var user: UInt32
    var group: UInt32
}
