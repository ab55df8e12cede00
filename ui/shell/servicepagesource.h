#pragma once

#include "models/tables/pagesource.h"
#include "ui/shell/servicerunner.h"

#include <QObject>

#include <functional>

namespace Orion
{

// Feeds a table model from a service: each page is one call on a worker. Lives on the GUI thread,
// owned by the page that owns the model; setQuery() changes what the next fetch asks for.
template <typename T>
class ServicePageSource : public PageSource<T>
{
public:
    using Query = std::function<Result<Page<T>>(Session &, const PageRequest &)>;

    explicit ServicePageSource(ServiceRunner &runner, Query query = {})
        : m_runner(runner)
        , m_query(std::move(query))
    {}

    void setQuery(Query query) { m_query = std::move(query); }

    void fetch(const PageRequest &request, typename PageSource<T>::Deliver deliver) override
    {
        m_runner.run(
            &m_context,
            [query = m_query, request](Session &session) { return query(session, request); },
            std::move(deliver));
    }

private:
    ServiceRunner &m_runner;
    Query m_query;
    QObject m_context; // answers are dropped once the source is gone
};

} // namespace Orion
