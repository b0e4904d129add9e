internal import ArgumentParser

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
    func settings(_ configuration: Configuration.Server) -> Configuration.Server {
        var settings = configuration
        if let listen { settings.address = listen }
        if let wyoming { settings.wyomingAddress = wyoming }
        return settings
    }
}
