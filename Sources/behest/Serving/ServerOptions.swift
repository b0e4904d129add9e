internal import ArgumentParser
internal import BehestServer
internal import BehestTransport

/// What others are offered, as the command line says it before the configuration.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Transcribe for other programs of this machine, as OpenAI's API does, at this address, such as 127.0.0.1:4711.",
            valueName: "address"
        )
    )
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "Serve Home Assistant and others over Wyoming, such as at tcp://127.0.0.1:10300.",
            valueName: "address"
        )
    )
    var wyoming: String?

    /// What counts in all.
    ///
    /// - Throws: `LoopbackAddressError` or `WyomingError` when an address is none, or none of this machine.
    func settings(_ configuration: Configuration.Server) throws -> Configuration.Server {
        var settings = configuration
        if let listen {
            _ = try LoopbackAddress(listen)
            settings.address = listen
        }
        if let wyoming {
            try WyomingServer.checkIsLocal(try WyomingAddress(wyoming))
            settings.wyomingAddress = wyoming
        }
        return settings
    }
}
