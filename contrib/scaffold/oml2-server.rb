# The measurement point of oml2-server(1), for oml2-scaffold and OMF scripts.
# The table of its reports is server_clients.

defApplication('oml:server', 'oml2-server') do |app|

  app.version(2, 11, 0)
  app.shortDescription = 'OML measurement server'
  app.description = %{Stores the measurements of instrumented programs in a
database per experiment. With --oml-collect it reports on its own clients.
}
  app.path = '/usr/bin/oml2-server'

  # What clients do. event is Connect, Ready (the headers were read) or
  # Disconnect, then with the reason as message.
  app.defMeasurement('clients') do |mp|
    mp.defMetric('address', :string)
    mp.defMetric('port', :int32)
    mp.defMetric('node_id', :string)
    mp.defMetric('domain', :string)
    mp.defMetric('appname', :string)
    mp.defMetric('event', :string)
    mp.defMetric('message', :string)
  end

end
