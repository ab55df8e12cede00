#pragma once

#include <QDialog>

namespace Orion
{

class TableView;
class Theme;

// What a platform of how many clients runs on, all of it, with the present row marked.
class ScalingDialog : public QDialog
{
    Q_OBJECT

public:
    ScalingDialog(Theme &theme, qint64 clients, QWidget *parent = nullptr);

    TableView *table() const { return m_table; }
    int presentRow() const { return m_present; }

private:
    void buildUi(Theme &theme, qint64 clients);
    void fill();
    void fitColumns();

    int m_present;
    TableView *m_table;
};

} // namespace Orion
