#ifndef BEHEST_CAPABILITIES_H
#define BEHEST_CAPABILITIES_H

// Takes away, for all programs that are run from here on, the rights of the superuser that reach beyond files.
void give_up_capabilities(void);

#endif
