// Linked into the command for what it does before `main`; there is nothing to call.
#pragma once
