internal import CALSA
internal import Glibc

/// Agrees with a device on what it gives or takes.
///
/// The device's own rate is preferred to one that ALSA's plugins convert to: libsamplerate converts better than most of
/// them. What was agreed is read back; nothing is believed because it was asked for.
@safe struct ALSANegotiation {
    /// A period of 30 ms: short beside the pauses that are waited for, and long enough to cost little.
    private static let periodsPerSecond = 33
    /// How much a device is asked to keep while this machine is busy: half a second of what is captured.
    ///
    /// What is played waits as long as that before it is heard, so that it is less.
    private var buffersPerSecond: Int { direction == .capture ? 2 : 6 }
    /// What is captured is for the recogniser, and what is played for people.
    private var preferredRate: Int { direction == .capture ? speechSampleRate : 48_000 }
    /// The rates that can be converted.
    private static let rates = 8_000...192_000

    /// The formats in the order in which they are liked.
    private static let formats: [(SampleFormat, snd_pcm_format_t)] = [
        (.int16, SND_PCM_FORMAT_S16_LE), (.float32, SND_PCM_FORMAT_FLOAT_LE), (.int32, SND_PCM_FORMAT_S32_LE),
        (.int24, SND_PCM_FORMAT_S24_LE), (.packedInt24, SND_PCM_FORMAT_S24_3LE), (.uint8, SND_PCM_FORMAT_U8),
    ]

    private let pcm: OpaquePointer
    private let direction: SoundDirection

    init(pcm: OpaquePointer, direction: SoundDirection = .capture) {
        unsafe self.pcm = unsafe pcm
        self.direction = direction
    }

    /// Sets the device up.
    func agree() throws(PCMFault) -> (format: PCMFormat, canResume: Bool) {
        var parameters: OpaquePointer?
        try check(unsafe snd_pcm_hw_params_malloc(&parameters))
        defer { unsafe snd_pcm_hw_params_free(parameters) }
        guard let parameters = unsafe parameters else { throw PCMFault(ENOMEM, while: .negotiating) }

        let format: PCMFormat
        do throws(PCMFault) {
            format = unsafe try agree(parameters, converting: false)
        } catch {
            // Some plugins give nothing unless they may convert.
            format = unsafe try agree(parameters, converting: true)
        }
        try wakeAtEachPeriod(format)
        return unsafe (format, snd_pcm_hw_params_can_resume(parameters) == 1)
    }

    /// What the device gives, without setting it up.
    func abilities() throws(PCMFault) -> InputDevice.Abilities {
        var parameters: OpaquePointer?
        try check(unsafe snd_pcm_hw_params_malloc(&parameters))
        defer { unsafe snd_pcm_hw_params_free(parameters) }
        guard let parameters = unsafe parameters else { throw PCMFault(ENOMEM, while: .negotiating) }
        try check(unsafe snd_pcm_hw_params_any(pcm, parameters))
        // Without what ALSA would convert to; a plugin that must convert answers with that.
        _ = unsafe snd_pcm_hw_params_set_rate_resample(pcm, parameters, 0)
        var (channels, rates) = ((least: UInt32(), most: UInt32()), (least: UInt32(), most: UInt32()))
        try check(unsafe snd_pcm_hw_params_get_channels_min(parameters, &channels.least))
        try check(unsafe snd_pcm_hw_params_get_channels_max(parameters, &channels.most))
        try check(unsafe snd_pcm_hw_params_get_rate_min(parameters, &rates.least, nil))
        try check(unsafe snd_pcm_hw_params_get_rate_max(parameters, &rates.most, nil))
        return InputDevice.Abilities(
            formats: Self.formats.compactMap { format, code in
                unsafe snd_pcm_hw_params_test_format(pcm, parameters, code) >= 0 ? format : nil
            },
            channels: Int(channels.least)...Int(max(channels.least, min(channels.most, 1_024))),
            rates: Int(rates.least)...Int(max(rates.least, rates.most))
        )
    }

    private func agree(_ parameters: OpaquePointer, converting: Bool) throws(PCMFault) -> PCMFormat {
        // Some plugins answer 1.
        try check(unsafe snd_pcm_hw_params_any(pcm, parameters))
        try check(unsafe snd_pcm_hw_params_set_rate_resample(pcm, parameters, converting ? 1 : 0))
        try check(unsafe snd_pcm_hw_params_set_access(pcm, parameters, SND_PCM_ACCESS_RW_INTERLEAVED))
        let samples = unsafe try setFormat(parameters)
        var channels: UInt32 = 1
        try check(unsafe snd_pcm_hw_params_set_channels_near(pcm, parameters, &channels))
        var rate = UInt32(preferredRate)
        try check(unsafe snd_pcm_hw_params_set_rate_near(pcm, parameters, &rate, nil))
        guard Self.rates.contains(Int(rate)) else { throw PCMFault(EINVAL, while: .negotiating) }

        // The period before the buffer: PipeWire's plugin otherwise makes them seconds long.
        var period = UInt(rate) / UInt(Self.periodsPerSecond)
        try check(unsafe snd_pcm_hw_params_set_period_size_near(pcm, parameters, &period, nil))
        var buffer = max(UInt(rate) / UInt(buffersPerSecond), 4 * period)
        try check(unsafe snd_pcm_hw_params_set_buffer_size_near(pcm, parameters, &buffer))
        try check(unsafe snd_pcm_hw_params(pcm, parameters))

        try check(unsafe snd_pcm_hw_params_get_channels(parameters, &channels))
        try check(unsafe snd_pcm_hw_params_get_rate(parameters, &rate, nil))
        try check(unsafe snd_pcm_hw_params_get_period_size(parameters, &period, nil))
        try check(unsafe snd_pcm_hw_params_get_buffer_size(parameters, &buffer))
        guard channels > 0, rate > 0, period > 0, buffer >= period else {
            throw PCMFault(EINVAL, while: .negotiating)
        }
        return PCMFormat(
            samples: samples,
            channels: Int(channels),
            rate: Int(rate),
            periodFrames: Int(period),
            bufferFrames: Int(buffer)
        )
    }

    private func setFormat(_ parameters: OpaquePointer) throws(PCMFault) -> SampleFormat {
        for (format, code) in Self.formats {
            if unsafe snd_pcm_hw_params_set_format(pcm, parameters, code) >= 0 { return format }
        }
        throw PCMFault(EINVAL, while: .negotiating)
    }

    private func wakeAtEachPeriod(_ format: PCMFormat) throws(PCMFault) {
        var parameters: OpaquePointer?
        try check(unsafe snd_pcm_sw_params_malloc(&parameters))
        defer { unsafe snd_pcm_sw_params_free(parameters) }
        try check(unsafe snd_pcm_sw_params_current(pcm, parameters))
        try check(unsafe snd_pcm_sw_params_set_avail_min(pcm, parameters, UInt(format.periodFrames)))
        // A loudspeaker begins when it has two periods to live on.
        let threshold = direction == .capture ? 1 : min(format.periodFrames * 2, format.bufferFrames)
        try check(unsafe snd_pcm_sw_params_set_start_threshold(pcm, parameters, UInt(threshold)))
        // When the buffer is full it stops, so that what is lost is known.
        try check(unsafe snd_pcm_sw_params_set_stop_threshold(pcm, parameters, UInt(format.bufferFrames)))
        try check(unsafe snd_pcm_sw_params(pcm, parameters))
    }

    private func check(_ code: Int32) throws(PCMFault) {
        guard code >= 0 else { throw PCMFault(-code, while: .negotiating) }
    }
}
