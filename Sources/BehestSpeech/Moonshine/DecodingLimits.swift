/// How many tokens an utterance of some length may have.
///
/// The model now and then ends at once on noisy speech, or runs on for ever on sound that is no speech. How long someone
/// spoke says what is plausible.
struct DecodingLimits: Hashable {
    /// The most tokens that are taken.
    let most: Int

    /// With fewer tokens than this the end came too early.
    let fewestPlausible: Int

    /// For how many tokens the end is forbidden when the first attempt ended too early.
    static let guardedTokens = 4

    /// The vendor's bound for English.
    private static let tokensPerSecond = 6.5

    /// An utterance carries about 0.7 s of silence around the speech.
    private static let surroundingSilence = 0.7

    /// - Parameter seconds: the utterance's length, with the silence around it.
    init(seconds: Double) {
        most = max(8, Int((seconds * Self.tokensPerSecond).rounded(.up)))
        // The slowest clear speaker of the barista recordings says more than one token a second.
        fewestPlausible = max(1, Int(seconds - Self.surroundingSilence))
    }
}
