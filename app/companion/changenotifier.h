#pragma once

#include "services/database/changes.h"
#include "services/database/connectionsettings.h"

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace Orion
{

// Tells the open consoles what changed, from a thread and a connection of its own: NOTIFY inside
// the transactions that do the work would make their commits wait for each other. The first
// change goes out at once, what follows is collected for a tenth of a second.
class ChangeNotifier
{
public:
    explicit ChangeNotifier(ConnectionSettings database);
    ~ChangeNotifier(); // as stop()

    ChangeNotifier(const ChangeNotifier &) = delete;
    ChangeNotifier &operator=(const ChangeNotifier &) = delete;

    void publish(const std::set<Topic> &topics); // any thread

    // Sends what is collected, if the database is there, and joins. Idempotent.
    void stop();

private:
    void work();

    const ConnectionSettings m_database;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::set<Topic> m_pending;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace Orion
