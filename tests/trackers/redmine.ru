# Begins a Redmine that a test may fill: default data, an interface for programs, fields that promises need.
require File.join(ENV.fetch('REDMINE_ROOT'), 'config', 'environment')

Redmine::DefaultData::Loader.load('en') if Redmine::DefaultData::Loader.no_data?
Setting.rest_api_enabled = '1'
trackers = Tracker.all.to_a
[%w[Promise string], %w[P10 float], %w[P90 float]].each do |name, format|
  next if IssueCustomField.exists?(name: name)

  IssueCustomField.create!(name: name, field_format: format, is_for_all: true, is_filter: true, trackers: trackers)
end
admin = User.find_by_login('admin')
admin.update_columns(must_change_passwd: false)
File.write(ENV.fetch('REDMINE_KEY'), admin.api_key)

run Rails.application
