#ifndef BEHEST_ALSA_H
#define BEHEST_ALSA_H

#include <alsa/asoundlib.h>

// From now on ALSA's own messages go nowhere: by default it prints them into the middle of whatever a terminal shows.
// What went wrong is in the numbers that its functions give.
void alsa_be_quiet(void);

#endif
