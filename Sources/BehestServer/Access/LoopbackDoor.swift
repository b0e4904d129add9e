/// How programs come in over TCP.
public struct LoopbackDoor: Sendable {
    /// Where they do.
    public var address: LoopbackAddress
    /// What they must show.
    public var token: AccessToken

    /// Makes a door.
    public init(at address: LoopbackAddress, token: AccessToken) {
        self.address = address
        self.token = token
    }
}
